"""`python -m generator`."""

import sys

try:
    from generator.cli import main
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] == "generator":
        raise
    sys.exit(f"{error.name} is missing here: run `make check` once, then `source .venv/bin/activate` in each new terminal")

if __name__ == "__main__":
    main()
