"""The views of the patient's pages, one module a page: a request in, a page out."""
