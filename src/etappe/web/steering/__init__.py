"""Pages of steering: cases, rules, tasks."""
