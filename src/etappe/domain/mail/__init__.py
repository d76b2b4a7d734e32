"""Mail that Etappe sends: kept first, sent by the worker, logged for good."""
