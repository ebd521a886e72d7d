"""Run a program with so many calls already on the stack: python deeper.py CALLS PROGRAM

CPython keeps its stack in pieces of 16 kB. A loop whose calls happen to cross from one piece to the next asks the system for memory
at every turn and gives it back, ten microseconds each time; a start meets that never or three thousand times, as its depth falls.
"""

import runpy
import sys

#: So many calls of `run` fill a piece.
PIECE = 150


def run(program: str, deeper: int) -> None:
    if deeper:
        run(program, deeper - 1)
    else:
        runpy.run_path(program)


if __name__ == "__main__":
    run(sys.argv[2], int(sys.argv[1]))
