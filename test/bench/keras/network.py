"""The workbench's list of layers as a Keras model."""

import os

import tensorflow as tf

threads = int(os.environ.get("BENCH_THREADS", "1"))
tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)

L = tf.keras.layers


def act(layer):
    name = layer.get("activation", "linear")
    return {"linear": None, "leaky-relu": "leaky_relu"}.get(name, name)


def sliding(layer):
    return {
        "strides": layer.get("strides", 1),
        "padding": layer.get("padding", "valid"),
        "activation": act(layer),
    }


def pooling(layer):
    size = layer.get("poolSize", 2)
    return {"pool_size": size, "strides": layer.get("strides", size), "padding": layer.get("padding", "valid")}


def one(layer, x):
    kind = layer["type"]
    if kind == "dense":
        return L.Dense(layer["units"], activation=act(layer))(x)
    if kind == "dropout":
        return L.Dropout(layer["rate"])(x)
    if kind == "reshape":
        return L.Reshape(layer["shape"])(x)
    if kind == "flatten":
        return L.Flatten()(x)
    if kind == "conv1d":
        return L.Conv1D(layer["filters"], layer["kernelSize"], **sliding(layer))(x)
    if kind == "conv2d":
        return L.Conv2D(layer["filters"], layer["kernelSize"], **sliding(layer))(x)
    if kind == "depthwise-conv2d":
        return L.DepthwiseConv2D(layer["kernelSize"], **sliding(layer))(x)
    if kind == "max-pool1d":
        return L.MaxPooling1D(**pooling(layer))(x)
    if kind == "max-pool2d":
        return L.MaxPooling2D(**pooling(layer))(x)
    if kind == "average-pool2d":
        return L.AveragePooling2D(**pooling(layer))(x)
    if kind == "global-average-pool":
        return L.GlobalAveragePooling2D()(x)
    if kind == "batch-norm":
        x = L.BatchNormalization(momentum=layer["momentum"], epsilon=layer["epsilon"])(x)
        return L.Activation(act(layer))(x) if act(layer) else x
    raise SystemExit(f"no Keras layer is known for {kind}")


def network(inputs, layers, outputs, ending=None):
    x = given = tf.keras.Input((inputs,))
    for layer in layers:
        x = one(layer, x)
    return tf.keras.Model(given, L.Dense(outputs, activation=ending)(x))
