"""A process that answers questions for another one: `python -m tiaowen.worker`, started by crew.py.

It reads frames (frames.py) from standard input and writes them to standard output. The first frame in says what to
load, the first frame out whether that worked; then each list of questions brings the list of their answers.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys

from tiaowen.frames import Place, dump_answers, read_frame, write_frame


def main() -> None:
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print between the frames
    from tiaowen.assistant import Assistant
    from tiaowen.encoding.encoding import load_encoder

    first = read_frame(source)
    if first is None:
        return
    place: Place = pickle.loads(first)
    assistant = Assistant.load(place.index, load_encoder(place.encoder, threads=1))
    same = assistant.manifest["files"] == place.files
    write_frame(target, pickle.dumps(same))
    while same and (frame := read_frame(source)) is not None:
        questions = pickle.loads(frame)
        with contextlib.suppress(Exception):  # what goes wrong goes wrong again below, in the answer that it belongs to
            assistant.look_up(questions)
        answers = [assistant.ask_alone(question) for question in questions]
        write_frame(target, dump_answers(answers, assistant.corpus))


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(1)  # the other side has gone
