"""Times the bench's tasks in Keras: fit as it comes, fit tuned, and the forward pass. Processor time of one thread."""

import json
import pathlib
import sys
import time

import numpy as np

from network import network, tf

folder, mode = pathlib.Path(sys.argv[1]), sys.argv[2]
task = json.loads((folder / "task.json").read_text())
inputs, outputs = task["inputs"], task["outputs"]
read = lambda name: np.fromfile(folder / f"{name}.f32", np.float32).reshape(-1, inputs)
clock = time.process_time
tf.keras.utils.set_random_seed(1)


class Clock(tf.keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.times = [clock()]

    def on_epoch_end(self, epoch, logs=None):
        self.times.append(clock())


def fit():
    x, y = read("train"), np.arange(task["rows"]) % outputs
    begin = clock()
    model = network(inputs, task["layers"], outputs)
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    adam = tf.keras.optimizers.Adam(task["learningRate"])
    watch = Clock()
    options = {"epochs": task["epochs"], "verbose": 0, "callbacks": [watch]}
    if mode == "tuned":
        steps = -(-task["rows"] // task["batchSize"])
        model.compile(adam, loss, steps_per_execution=steps)
        rows = tf.data.Dataset.from_tensor_slices((x, y)).cache().shuffle(task["rows"], seed=1)
        model.fit(rows.batch(task["batchSize"]).prefetch(1), **options)
    else:
        model.compile(adam, loss)
        model.fit(x, y, batch_size=task["batchSize"], **options)
    whole = clock() - begin
    held = read("held")
    answers = model.predict(held, verbose=0).argmax(1)
    epoch = float(np.median(np.diff(watch.times)[1:]))
    right = answers == np.arange(len(held)) % outputs
    return {"fit": whole * 1000, "epoch": epoch * 1000, "accuracy": float(np.mean(right))}


def forward():
    x = read("train")
    model = network(inputs, task["layers"], outputs)
    run = tf.function(lambda rows: model(rows, training=False))
    times = []
    for _ in range(3):
        begin = clock()
        for start in range(0, len(x), task["batchSize"]):
            run(x[start : start + task["batchSize"]]).numpy()
        times.append((clock() - begin) * 1000)
    return {"fit": times[0], "epoch": min(times[1:])}


def fits():
    first, again = fit(), fit()
    return {**again, "fit": first["fit"], "again": again["fit"]}


print(json.dumps(forward() if task["forward"] else fits()))
