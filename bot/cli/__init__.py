"""The commands: each module has `arguments(parser)` and `run(args) -> exit status`."""
