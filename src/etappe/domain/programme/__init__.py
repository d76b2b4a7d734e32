"""What is to be done: programmes, fields of action, goals, measures with milestones and partners."""
