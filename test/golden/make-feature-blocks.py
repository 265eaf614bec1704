"""Reference of the feature blocks: python make-feature-blocks.py > feature-blocks.json (numpy, scipy)."""
import json
import numpy as np
import scipy
from scipy import signal, stats

RATE, ROWS = 100.0, 400
t = np.arange(ROWS) / RATE
random = np.random.default_rng(5)
x = np.float32(1 + 2 * np.sin(2 * np.pi * 1.7 * t) + 0.7 * np.sin(2 * np.pi * 9 * t + 1) + 0.3 * random.standard_normal(ROWS))
X = x.astype(float)


def bands(edges, nperseg, window, relative, log):
    f, p = signal.welch(X - X.mean(), RATE, window=window, nperseg=nperseg, noverlap=nperseg // 2, detrend=False)
    power = p * (f[1] - f[0])
    result = []
    for i in range(len(edges) - 1):
        upper = (f <= edges[i + 1]) if i == len(edges) - 2 else (f < edges[i + 1])
        energy = power[(f >= edges[i]) & upper].sum()
        if relative:
            energy /= power[1:].sum()
        result.append(np.log10(energy) if log else energy)
    return result


def peaks(prominence):
    y = X - X.mean()
    places, _ = signal.find_peaks(y, prominence=prominence * y.std())
    gaps = np.diff(places) / RATE
    return [len(places) * RATE / ROWS, y[places].mean(), y[places].max(), gaps.mean(), gaps.std()]


def hjorth():
    d, dd = np.diff(X), np.diff(np.diff(X))
    y = X - X.mean()
    mobility = d.std() / y.std()
    crossings = np.mean(np.signbit(-y[1:]) != np.signbit(-y[:-1]))
    turns = np.mean(d[1:] * d[:-1] < 0)
    return [X.var(), mobility, dd.std() / d.std() / mobility, crossings, turns, np.abs(d).mean()]


def envelope(length, stride):
    y = X - X.mean()
    starts = range(0, ROWS - length + 1, stride)
    return [np.sqrt(np.mean(y[s:s + length] ** 2)) for s in starts]


cases = [
    ('band-energies', {'band-edges': '0.5, 2, 5, 10, 20', 'fft-length': 64}, bands([0.5, 2, 5, 10, 20], 64, 'hann', False, True)),
    ('band-energies', {'band-edges': '0, 4, 50', 'fft-length': 128, 'relative': True, 'do-log': False},
     bands([0, 4, 50], 128, 'hann', True, False)),
    ('band-energies', {'band-edges': '1, 12', 'fft-length': 256, 'window-function': 'none', 'do-log': False},
     bands([1, 12], 256, 'boxcar', False, False)),
    ('peaks', {}, peaks(1)),
    ('peaks', {'prominence': 0.2}, peaks(0.2)),
    ('peaks', {'prominence': 2}, peaks(2)),
    ('hjorth', {}, hjorth()),
    ('envelope', {'frame_length': 0.25, 'frame_stride': 0.1}, envelope(25, 10)),
    ('normalization', {}, stats.zscore(X)),
    ('sensor-fusion', {'rates': '5'}, X.reshape(20, 20).mean(axis=1)),
]
print(json.dumps({
    'source': 'scipy.signal welch, find_peaks; stats.zscore; numpy',
    'version': f'scipy {scipy.__version__}, numpy {np.__version__}',
    'command': 'python make-feature-blocks.py > feature-blocks.json',
    'tolerance': 2e-5,
    'reason': 'the runtime computes in float32',
    'rateHz': RATE,
    'signal': [float(value) for value in x],
    'cases': [{'block': block, 'params': params, 'features': [float(value) for value in features]}
              for block, params, features in cases],
}))
