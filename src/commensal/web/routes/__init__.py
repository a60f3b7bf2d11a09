"""One module a part of the page; each has its ``ROUTES``."""
