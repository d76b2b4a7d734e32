"""What every app of the domain stands on: actors, policies, tenancy, versions, fuzzy dates, errors."""
