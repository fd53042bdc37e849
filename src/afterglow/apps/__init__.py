"""What is kept: Django models, and the few functions that change them."""
