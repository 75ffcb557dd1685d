"""The watch over every promise: will it be kept, was it broken, and what can be done now? Prose and figures:
``docs/rules/promise-watch.md``."""
