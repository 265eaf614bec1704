/** The bundle with 2-D and 3-D scatter only; it has the whole library's types. */
declare module 'plotly.js-gl3d-dist-min' {
  const plotly: Pick<typeof import('plotly.js'), 'react' | 'purge' | 'Plots' | 'toImage'>
  export default plotly
}
