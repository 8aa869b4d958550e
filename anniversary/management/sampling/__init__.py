"""Makes the sample competition: invented entrants, works drawn by our own code, jurors and scores, as `manage.py demo --samples` and tests use them."""
