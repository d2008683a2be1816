"""BentoML, by its own command. See service.py."""

import os
import sys
from pathlib import Path

from arguments import read_arguments

if __name__ == "__main__":
    arguments = read_arguments()
    os.environ["BENTOML_DO_NOT_TRACK"] = "True"
    where = ["--working-dir", str(Path(__file__).parent), "--host", "127.0.0.1", "--port", str(arguments.port)]
    os.execv(sys.executable, [sys.executable, "-m", "bentoml", "serve", "service:Bench", "--quiet", *where])
