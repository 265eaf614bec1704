"""Trains a Keras model, converts it with TensorFlow's converter, and leaves both for the workbench's own converter."""

import json
import time

import numpy as np

from rows import asked, fit, folder, inputs, score, tf

division = asked["runs"][0]
model, x, test, _, _ = fit(division["seed"], division)
whole = tf.keras.Model(model.input, tf.keras.layers.Softmax()(model.output))
chosen = x[np.fromfile(folder / "representative.i32", np.int32)].astype(np.float32)


def convert():
    begin = time.process_time()
    converter = tf.lite.TFLiteConverter.from_keras_model(whole)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([row[None]] for row in chosen)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    file = converter.convert()
    return file, (time.process_time() - begin) * 1000


def answers(file):
    resolver = tf.lite.experimental.OpResolverType.BUILTIN_REF
    running = tf.lite.Interpreter(model_content=file, experimental_op_resolver_type=resolver)
    given, gives = running.get_input_details()[0], running.get_output_details()[0]
    running.resize_tensor_input(given["index"], [int(test.sum()), inputs])
    running.allocate_tensors()
    scale, zero = given["quantization"]
    # As the workbench rounds: halves away from zero.
    steps = x[test].astype(np.float32) / np.float32(scale)
    steps = np.trunc(steps + np.copysign(0.5, steps)) + zero
    running.set_tensor(given["index"], np.clip(steps, -128, 127).astype(np.int8))
    running.invoke()
    scale, zero = gives["quantization"]
    return (running.get_tensor(gives["index"]).astype(np.float32) - zero) * scale


(folder / "weights.f32").write_bytes(b"".join(part.astype(np.float32).tobytes() for part in model.get_weights()))
file, ms = min((convert() for _ in range(3)), key=lambda one: one[1])
found = {
    "float": score(tf.nn.softmax(model.predict(x[test], verbose=0)).numpy(), test),
    "int8": score(answers(file), test),
    "ms": ms,
    "bytes": len(file),
}
print(json.dumps(found))
