/** What a feature says, in a sentence for a beginner; found by its name. */

const STATISTICS: readonly (readonly [RegExp, string])[] = [
  [/ Spectral Skewness$/, 'whether slow or fast parts of the movement stick out'],
  [/ Spectral Kurtosis$/, 'whether one rhythm stands out from all others'],
  [/ RMS$/, 'how strong the movement is'],
  [/ Skewness$/, 'whether it swings further up or further down'],
  [/ Kurtosis$/, 'whether there are rare, strong jerks'],
  [/ Average$/, 'where it lies on average, for example which way the board is tilted'],
  [/ Minimum$/, 'its lowest reading'],
  [/ Maximum$/, 'its highest reading'],
  [/ Stdev$/, 'how far it strays from its average'],
  [/ Activity$/, 'how much it moves at all'],
  [/ Mobility$/, 'how fast its usual rhythm is'],
  [/ Complexity$/, 'how far it is from one even rhythm'],
  [/ Zero crossings$/, 'how often it passes its middle'],
  [/ Changes of direction$/, 'how often it turns round'],
  [/ Step length$/, 'how far it goes from reading to reading'],
  [/ Peaks a second$/, 'how many tops there are a second'],
  [/ Mean height$/, 'how high its tops are on average'],
  [/ Largest height$/, 'how high its highest top is'],
  [/ Mean gap$/, 'how long it takes from top to top'],
  [/ Gap deviation$/, 'how evenly its tops follow each other'],
]

/** Upper ends in times a second, of movements people know. */
const RHYTHMS: readonly (readonly [number, string])[] = [
  [1, 'very slow, like breathing or tilting'],
  [4, 'slow, like waving or walking'],
  [10, 'fast, like shaking a hand'],
  [25, 'very fast, like trembling'],
  [Infinity, 'humming, like a motor'],
]

function rhythm(middleHz: number): string {
  return RHYTHMS.find(([end]) => middleHz < end)?.[1] ?? ''
}

/** Sound and pictures: one feature is one cell of a picture. */
function explainCell(name: string): string {
  const coefficient = /^Frame (\d+) Coefficient (\d+)$/.exec(name)
  if (coefficient) {
    const [, frame = '', number = ''] = coefficient
    const what = number === '1' ? 'how loud it is' : 'the shape of its spectrum, from coarse (2) to fine'
    return `Moment ${frame}: coefficient ${number}, ${what}.`
  }
  const band = /^Frame (\d+) ([\d.]+) Hz$/.exec(name)
  if (band) return `Moment ${band[1] ?? ''}: how loud the sound is near ${band[2] ?? ''} Hz.`
  const pixel = /^Pixel (\d+)(?: (Red|Green|Blue|Grey))?$/.exec(name)
  if (pixel)
    return `Point ${pixel[1] ?? ''} of the picture: how bright${pixel[2] ? ` in ${pixel[2].toLowerCase()}` : ''}.`
  return ''
}

/** Empty where the name says it all. */
export function explainFeature(name: string): string {
  const band = /^(.*) Spectral Power ([\d.]+) - ([\d.]+) Hz$/.exec(name)
  if (band) {
    const [, axis = '', low = '', high = ''] = band
    const words = rhythm((Number(low) + Number(high)) / 2)
    return `${axis}: how much moves ${low} to ${high} times a second (${words}).`
  }
  const energy = /^(.*) ([\d.]+) - ([\d.]+) Hz$/.exec(name)
  if (energy) {
    const [, axis = '', low = '', high = ''] = energy
    return `${axis}: the energy of ${low} to ${high} times a second (${rhythm((Number(low) + Number(high)) / 2)}).`
  }
  const envelope = /^Frame (\d+) (.*)$/.exec(name)
  const cell = explainCell(name)
  if (cell !== '') return cell
  if (envelope) return `${envelope[2] ?? ''}: how strong it is at moment ${envelope[1] ?? ''}.`
  const found = STATISTICS.find(([pattern]) => pattern.test(name))
  return found ? `${name.replace(found[0], '')}: ${found[1]}.` : ''
}
