/** Line icons on a 16 × 16 grid. They are decoration: the word beside them, or the button's name, says what they mean. */
const PATHS = {
  start: 'M2 8l6-5 6 5v6H9.5v-4h-3v4H2z',
  dashboard: 'M2 2h5v6H2zM9 2h5v3H9zM9 7h5v7H9zM2 10h5v4H2z',
  devices: 'M4 4h8v8H4zM6 2v2M10 2v2M6 12v2M10 12v2M2 6h2M2 10h2M12 6h2M12 10h2',
  record: 'M8 3a5 5 0 100 10A5 5 0 008 3zM8 6.5a1.5 1.5 0 100 3 1.5 1.5 0 000-3z',
  dataset: 'M2 3h12v10H2zM2 6.3h12M2 9.6h12M6 3v10',
  impulse: 'M1 8h3l2-5 3 10 2-5h4',
  explorer: 'M2 2v12h12M5 10.5h.1M7 6.5h.1M8.5 9h.1M11 4.5h.1M12 7.5h.1M10.5 11h.1',
  block: 'M2 12V9M5 12V5M8 12V2M11 12V7M14 12v-2',
  training: 'M2 2v12h12M4 5c2 5 5 6 10 6',
  testing: 'M2 2h12v12H2zM5 8l2 2 4-5',
  live: 'M8 7a1 1 0 100 2 1 1 0 000-2zM5 5a4.2 4.2 0 000 6M11 5a4.2 4.2 0 010 6M3 3a7 7 0 000 10M13 3a7 7 0 010 10',
  conversion: 'M2 2v12M14 2v12M4 8h3M12 8H9M5.5 6L7.5 8l-2 2M10.5 6L8.5 8l2 2',
  deploy: 'M8 2v8M5 7l3 3 3-3M2 11v3h12v-3',
  parity: 'M3 6h10M3 10h10M5 3L3 6l2 3M11 7l2 3-2 3',
  settings: 'M2 4h6M12 4h2M2 8h2M8 8h6M2 12h6M12 12h2M10 2.5v3M6 6.5v3M10 10.5v3',
  undo: 'M6 3L2.5 6.5 6 10M3 6.5h6a4 4 0 010 8H6',
  redo: 'M10 3l3.5 3.5L10 10M13 6.5H7a4 4 0 000 8h3',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.5 10.5L14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5-5 5',
  up: 'M3 10l5-5 5 5',
  down: 'M3 6l5 5 5-5',
  check: 'M3 8.5L6.5 12 13 4.5',
  warning: 'M8 2l6.5 11.5h-13zM8 6.5v3M8 11.3v.4',
  info: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 7.5v3.5M8 5v.4',
  stale: 'M13 8a5 5 0 11-1.5-3.6M13 2v3h-3',
  play: 'M4 3l9 5-9 5z',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4z',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  folder: 'M2 4h4l1.5 2H14v7H2z',
  pin: 'M6 2h4l-.5 5L12 9.5H4L6.5 7zM8 9.5V14',
  delete: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.7 9h5.6l.7-9',
  add: 'M8 3v10M3 8h10',
  edit: 'M3 13l.7-3L11 2.7 13.3 5 6 12.3z',
  panel: 'M2 3h12v10H2zM2 9h12',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="ui-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
