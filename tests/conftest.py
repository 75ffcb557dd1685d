"""What every test may use: parts of the machine (databases, browser), a small desk, a practice market."""

pytest_plugins = [
    "tests.parts",
    "tests.shop",
    "tests.market",
    "tests.deeds",
    "tests.letters",
    "tests.post",
    "tests.bucket",
    "tests.model_server",
    "tests.mail_server.fixtures",
]
