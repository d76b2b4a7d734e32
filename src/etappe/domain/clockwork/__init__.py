"""What Etappe does by itself once a day: each job of each municipality once, also after it was down."""
