"""Nothing is fetched: what the libraries must be told before they are imported."""

from __future__ import annotations

import os

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def go_offline() -> None:
    """Turn off telemetry, version checks and hub look-ups. Call it before gradio or transformers is imported.

    `HF_HUB_OFFLINE` and `TRANSFORMERS_OFFLINE` may be set beforehand by whoever does want to fetch a
    model once. The loopback addresses are added to `NO_PROXY`, for behind an office proxy gradio cannot
    reach its own page.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", os.environ["HF_HUB_OFFLINE"])
    for name in ("NO_PROXY", "no_proxy"):
        known = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*known, *_LOOPBACK]))
