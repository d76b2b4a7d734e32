"""The reply page: what an office sees that is asked."""
