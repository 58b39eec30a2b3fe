"""Starts the chat: the same as `huimou serve`, with the same options."""

from __future__ import annotations

import sys

from huimou.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
