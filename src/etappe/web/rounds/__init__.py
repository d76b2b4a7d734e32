"""Pages of status rounds, as the coordinating office sees them."""
