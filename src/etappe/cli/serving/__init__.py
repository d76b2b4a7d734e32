"""What `etappe serve` consists of: port, database, static files, processes, announcement."""
