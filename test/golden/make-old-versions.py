"""Older implementation versions of the sound blocks: python make-old-versions.py > old-versions.json (numpy, scipy).

Written from the description of the numerics: frames, filters and levels as versions 1 to 3 had them, in double.
"""
import json
import math
import numpy as np
import scipy
from scipy.fft import dct
from scipy import signal

RATE, ROWS = 8000.0, 820
t = np.arange(ROWS) / RATE
random = np.random.default_rng(9)
x = np.round(6000 * np.sin(2 * np.pi * (200 + 9000 * t) * t) + 400 * random.standard_normal(ROWS))


def up(value):
    floor = math.floor(value)
    return floor if 0 < value - floor < 0.001 else math.ceil(value)


def frames(signal, version, length, stride, points):
    count = int(np.round(RATE * length)) if version == 1 else up(RATE * length)
    hop = up(RATE * stride)
    number = (len(signal) - (count if version == 1 else count - hop)) // hop
    cut = np.array([signal[i * hop:i * hop + count] for i in range(number)])
    return np.abs(np.fft.rfft(cut, points)) ** 2 / points


def bank(filters, points, version):
    size = points // 2 + 1 if version <= 3 else points
    mel = np.linspace(0, 1127 * np.log(1 + RATE / 2 / 700), filters + 2)
    hertz = 700 * (np.exp(mel / 1127) - 1)
    hertz[-1] -= 0.001
    corners = np.floor((size + 1) * hertz / RATE).astype(int)
    rows = np.zeros((filters, points // 2 + 1))
    for i in range(filters):
        left, middle, right = corners[i:i + 3]
        for k in range(left, right + 1):
            if left < k <= middle:
                rows[i, k] = (k - left) / (middle - left)
            if middle <= k < right:
                rows[i, k] = (right - k) / (right - middle)
    assert rows.any(axis=1).all()
    return rows


def nonzero(values):
    return np.where(values == 0, 1e-10, values)


def emphasised(signal, factor, shift):
    return signal - factor * np.roll(signal, shift)


def slide(values, window, divide):
    pad = ((window // 2, window // 2), (0, 0))
    wide = np.pad(values, pad, 'symmetric')
    centred = np.array([values[i] - wide[i:i + window].mean(axis=0) for i in range(len(values))])
    if not divide:
        return centred
    wide = np.pad(centred, pad, 'symmetric')
    return np.array([centred[i] / (wide[i:i + window].std(axis=0) + 1e-10) for i in range(len(values))])


def spread(values):
    return (values - values.min()) / (values.max() - values.min())


def level(power, floor):
    return (10 * np.log10(np.maximum(power, 1e-30)) - floor) / (12 - floor)


def mfcc(version, shift, window):
    power = frames(emphasised(x, 0.98, shift), version, 0.0201, 0.02, 256)
    values = dct(np.log(nonzero(power @ bank(12, 256, version).T)), type=2, norm='ortho')[:, :8]
    values[:, 0] = np.log(nonzero(power.sum(axis=1)))
    return slide(values, window, True) if window else values


def mfe(version, window):
    signal = emphasised(x / 32768, 0.98, 1) if version >= 3 else x
    values = nonzero(frames(signal, version, 0.02, 0.01, 256) @ bank(12, 256, version).T)
    if version < 3:
        return spread(slide(values, window, False))
    return np.round(np.clip(level(values, -52), 0, 1) * 256) / 256


def spectrogram(version, signal):
    scaled = signal / 32768 if version == 3 and np.abs(signal).max() > 1 else signal
    power = frames(scaled, version, 0.02, 0.02, 64)
    return spread(power) if version < 3 else np.clip(level(power, -52), 0, 1)


def spectral_first(points, peaks, threshold, edges, low_pass):
    y = x
    if low_pass:
        y = signal.sosfilt(np.float32(signal.butter(4, low_pass, 'low', fs=RATE, output='sos')), y)
    y = y - y.mean()
    spectrum = np.fft.fft(y, points)
    half = points // 2
    height = 2 / points * np.abs(spectrum[:half])
    hertz = np.linspace(0, RATE / 2, half)
    tops = [i for i in range(1, half - 1) if height[i - 1] < height[i] > height[i + 1] and spectrum[i].real >= threshold]
    tops = sorted(tops, key=lambda i: height[i], reverse=True)[:peaks]
    found = [value for i in tops for value in (hertz[i], height[i])] + [0, 0] * (peaks - len(tops))
    f, power = signal.periodogram(y, RATE, nfft=points)
    bands = [power[(f >= low) & (f < high)] for low, high in zip(edges, edges[1:])]
    return np.array([np.sqrt(np.mean(y ** 2)), *found, *[band.mean() / 10 if len(band) else 0 for band in bands]])


mfcc_params = {'frame_length': 0.0201, 'frame_stride': 0.02, 'num_filters': 12, 'num_cepstral': 8, 'fft_length': 256}
mfe_params = {'frame_length': 0.02, 'frame_stride': 0.01, 'num_filters': 12, 'fft_length': 256}
spectrogram_params = {'frame_length': 0.02, 'frame_stride': 0.02, 'fft_length': 64}
cases = [
    *[('mfcc', version, {**mfcc_params, 'win_size': window, 'pre_shift': 1}, 1, mfcc(version, 1, window))
      for version in (1, 2, 3) for window in (0, 5)],
    ('mfcc', 2, {**mfcc_params, 'win_size': 0, 'pre_shift': 3}, 1, mfcc(2, 3, 0)),
    *[('mfe', version, {**mfe_params, 'win_size': 7}, 1, mfe(version, 7)) for version in (1, 2)],
    ('mfe', 3, mfe_params, 1, mfe(3, 0)),
    *[('spectrogram', version, spectrogram_params, 1, spectrogram(version, x)) for version in (1, 2, 3)],
    ('spectrogram', 3, spectrogram_params, 1 / 16384, spectrogram(3, x / 16384)),
    ('spectral-analysis', 1, {'fft-length': 128, 'spectral-power-edges': '0, 300, 1000.5, 1001, 4000'}, 1,
     spectral_first(128, 3, 0.1, [0, 300, 1000.5, 1001, 4000], 0)),
    ('spectral-analysis', 1, {'fft-length': 1024, 'spectral-peaks-count': 40, 'spectral-peaks-threshold': 2000,
                              'filter-type': 'low', 'filter-cutoff': 1500, 'filter-order': 4}, 1,
     spectral_first(1024, 40, 2000, [0.1, 0.5, 1, 2, 5], 1500)),
]
print(json.dumps({
    'source': 'numerics of implementation versions 1 to 3, computed with numpy.fft and scipy.fft.dct',
    'version': f'scipy {scipy.__version__}, numpy {np.__version__}',
    'command': 'python make-old-versions.py > old-versions.json',
    'tolerance': 1e-4,
    'reason': 'the runtime computes in float32; an MFE step at a half may fall to either side',
    'rateHz': RATE,
    'signal': x.tolist(),
    'cases': [{'block': block, 'implementationVersion': version, 'params': params, 'scale': scale,
               'features': [float(f'{value:.9g}') for value in features.flatten()]}
              for block, version, params, scale, features in cases],
}))
