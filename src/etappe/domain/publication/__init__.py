"""What is handed out: reports, made once and kept as they were."""
