"""Write a training run's averaged weights as the reader's asset.

    python tools/export_reader.py --run runs/reader --to src/huimou/assets/reader [--halfway FOLDER]

fp16, without the word embeddings, which are the encoder's and were not trained. The calibration that is
there is kept; `tools/calibrate_reader.py` fits a new one.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

UNFITTED = {"margin": 0.4, "answerable": 0.3, "passage": 0.1, "sentence": 0.1, "bias": -1.0}


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description="Write a run's averaged weights as the reader's asset.")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--halfway", type=Path, help="the reader it began with: write their mean")
    options = parser.parse_args()
    state = torch.load(options.run / "checkpoint.pt", weights_only=True)
    weights = {name: value for name, value in state["average"].items() if "word_embeddings" not in name}
    if options.halfway:
        # Wortsman et al., "Model soups" (arXiv:2203.05482): weights of one line of training, averaged.
        before = load_file(options.halfway / "model.safetensors")
        weights = {name: (value.half().float() + before[name].float()) / 2 for name, value in weights.items()}
    weights = {name: value.half().contiguous() for name, value in weights.items()}
    options.to.mkdir(parents=True, exist_ok=True)
    save_file(weights, options.to / "model.safetensors")
    about = options.to / "reader.json"
    kept = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {"calibration": UNFITTED}
    about.write_text(
        json.dumps({**kept, "step": state["step"]}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    print(f"step {state['step']}: {(options.to / 'model.safetensors').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
