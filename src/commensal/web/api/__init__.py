"""The same stories for programs, as JSON: thin over ``service``, behind the same guard, loaded at the first request."""
