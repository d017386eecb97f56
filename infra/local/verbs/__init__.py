"""One module per verb: `arguments(parser)` declares its options, `run(options)` returns the exit code."""
