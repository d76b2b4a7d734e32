"""Who is who: municipalities, their alliance, their units and the organisations they work with."""
