"""Writes spectral-reference.json: filters and features of Spectral Analysis with decimation, in double.

Run: pip install scipy==1.17.1 && python make-spectral-reference.py > spectral-reference.json
The maths follows Edge Impulse's block, version 4; nothing of the project is used.
"""
import json
import numpy as np
import scipy
from scipy import signal
from scipy.stats import kurtosis, skew

RATE = 100.0
ROWS = 1200
N = 16


def decimate(x, factor):
    sos = signal.cheby1(8, 0.05, 0.8 / factor, output='sos')
    y, _ = signal.sosfilt(sos, x, zi=signal.sosfilt_zi(sos) * x[0])
    return y[::factor]


def one_pass(x):
    power = np.zeros(N // 2 + 1)
    for start in range(0, len(x), N // 2):
        power = np.maximum(power, np.abs(np.fft.rfft(x[start:start + N], N)) ** 2 / N)
    return [np.sqrt(np.mean(x ** 2)), skew(x), kurtosis(x), skew(power), kurtosis(power), *np.log10(power[1:])]


def features(x, steps, low_frequency):
    for factor in steps:
        x = decimate(x, factor)
    x = x - np.mean(x)
    result = one_pass(x)
    if low_frequency:
        y = decimate(x, 10)
        result += one_pass(y - np.mean(y))
    return [float(value) for value in result]


t = np.arange(ROWS) / RATE
x = np.float32(2 + np.sin(2 * np.pi * 0.4 * t) + 0.5 * np.sin(2 * np.pi * 3.1 * t + 1) + 0.2 * np.sin(2 * np.pi * 17 * t)
               + 0.1 * np.sin(2 * np.pi * 41 * t * (1 + t / 50)))
steps = {1: [], 3: [3], 10: [10], 30: [3, 10], 100: [10, 10]}
print(json.dumps({
    'source': 'scipy.signal cheby1, sosfilt_zi, sosfilt, butter; scipy.stats',
    'version': f'scipy {scipy.__version__}, numpy {np.__version__}',
    'command': 'python make-spectral-reference.py > spectral-reference.json',
    'tolerance': 5e-4,
    'reason': 'the runtime computes in float32; sharp low-pass filters lose about 12 bits of it',
    'rateHz': RATE,
    'signal': [float(value) for value in x],
    'cases': [
        {'ratio': ratio, 'extraLowFrequency': low, 'features': features(x.astype(float), steps[ratio], low)}
        for ratio, low in [(3, False), (10, False), (30, False), (1, True), (3, True)]
    ],
    'responses': [
        {'filter': name, 'order': order, 'cutoffHz': cutoff, 'frequenciesHz': [1.0, 7.0, 20.0, 45.0],
         'gainsDb': [float(value) for value in 20 * np.log10(np.abs(signal.freqz_sos(
             signal.butter(order, cutoff, name, fs=RATE, output='sos'), worN=[1.0, 7.0, 20.0, 45.0], fs=RATE)[1]))]}
        for name, order, cutoff in [('lowpass', 2, 10), ('lowpass', 8, 25), ('highpass', 6, 5), ('highpass', 4, 40)]
    ],
}))
