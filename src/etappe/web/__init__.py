"""The web shell: page frame, components, template tags and the pages that belong to no single link of the chain."""
