"""Runs int8 models: argv = engine (tflm | litert), then triples model, input file, output file."""
import sys
import numpy as np


def tflm_runner(path):
    from tflite_micro.python.tflite_micro import runtime

    interpreter = runtime.Interpreter.from_file(path, arena_size=1 << 20)
    shapes = []
    while True:
        try:
            shapes.append(interpreter.get_input_details(len(shapes))["shape"])
        except (IndexError, RuntimeError, ValueError):
            break

    def run(row):
        interpreter.reset()
        start = 0
        for index, shape in enumerate(shapes):
            size = int(np.prod(shape))
            interpreter.set_input(row[start : start + size].reshape(shape), index)
            start += size
        interpreter.invoke()
        return interpreter.get_output(0)

    return [sum(int(np.prod(shape)) for shape in shapes)], run


def litert_runner(path):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=path, num_threads=1)
    interpreter.allocate_tensors()
    entry, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]

    def run(row):
        interpreter.set_tensor(entry["index"], row)
        interpreter.invoke()
        return interpreter.get_tensor(result["index"])

    return entry["shape"], run


def main():
    make = {"tflm": tflm_runner, "litert": litert_runner}[sys.argv[1]]
    jobs = sys.argv[2:]
    for model, source, target in zip(jobs[0::3], jobs[1::3], jobs[2::3]):
        shape, run = make(model)
        rows = np.fromfile(source, np.int8).reshape((-1, *shape))
        np.concatenate([np.array(run(row)).ravel() for row in rows]).astype(np.int8).tofile(target)


main()
