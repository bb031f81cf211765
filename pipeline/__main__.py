"""``python -m onrecord``: the command line, where the console script is not on the path."""

from onrecord.cli.app import main

if __name__ == "__main__":
    main()
