"""The person's own pages: the form, Before, Today, Feeling unwell."""
