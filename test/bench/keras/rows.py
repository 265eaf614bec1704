"""What the workbench wrote down for Keras: rows, truth, layers, settings and divisions; and a fit on them."""

import json
import pathlib
import sys

import numpy as np

from network import network, tf

folder = pathlib.Path(sys.argv[1])
asked = json.loads((folder / "request.json").read_text())
inputs, outputs = asked["inputs"], asked["outputs"]
features = np.fromfile(folder / "features.f32", np.float32).reshape(-1, inputs)
truth = np.fromfile(folder / "truth.f32", np.float32)
samples = np.fromfile(folder / "samples.i32", np.int32)
training = asked["training"]
values = asked["values"]


class Best(tf.keras.callbacks.Callback):
    """Keeps the weights of the epoch with the lowest validation loss, as the workbench does."""

    def on_train_begin(self, logs=None):
        self.loss, self.kept = np.inf, None

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.loss:
            self.loss, self.kept = logs["val_loss"], self.model.get_weights()

    def on_train_end(self, logs=None):
        if self.kept is not None:
            self.model.set_weights(self.kept)


def rows(ids):
    return np.isin(samples, ids)


def score(answers, test):
    if values:
        return float(np.mean(np.abs(answers[:, 0] - truth[test])))
    own = samples[test]
    right = [answers[own == one].mean(0).argmax() == truth[test][own == one][0] for one in np.unique(own)]
    return float(np.mean(right))


def fit(seed, division):
    tf.keras.utils.set_random_seed(seed)
    train, held, test = rows(division["train"]), rows(division["validation"]), rows(division["test"])
    mean, deviation = 0.0, 1.0
    if asked["normalization"] == "standard-scaler":
        mean, deviation = features[train].mean(0), features[train].std(0)
        deviation = np.where(deviation > 0, deviation, 1)
    x = (features - mean) / deviation
    middle, spread = (truth[train].mean(), truth[train].std()) if values else (0.0, 1.0)
    y = (truth - middle) / spread
    model = network(inputs, asked["layers"], outputs)
    loss = "mse" if values else tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(tf.keras.optimizers.Adam(training["learningRate"]), loss)
    model.fit(
        x[train],
        y[train],
        validation_data=(x[held], y[held]) if held.any() else None,
        epochs=training["trainingCycles"],
        batch_size=training["batchSize"],
        callbacks=[Best()] if held.any() else [],
        verbose=0,
    )
    return model, x, test, spread, middle
