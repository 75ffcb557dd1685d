"""Train and measure the text engine. ``python -m bench.measure_text`` prints the table of figures."""
