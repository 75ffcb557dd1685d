"""Mail: what came, read without ever failing, and told as facts. Start with README.md; ``mime.py`` reads."""
