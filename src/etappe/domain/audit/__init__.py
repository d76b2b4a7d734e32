"""The event log: who did what to which object, when and why; append-only and hash-chained."""
