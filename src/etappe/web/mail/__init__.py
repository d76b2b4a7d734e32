"""What was mailed, for those who coordinate and administrate; and the page that ends a digest."""
