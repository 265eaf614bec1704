/** "Messages": all that was said in the message line, newest first. */
import { Button } from '../../components/button.tsx'
import { useMessages } from '../messages.ts'

export function OutputPanel() {
  const list = useMessages((state) => state.list)
  if (list.length === 0) return <p className="panel-empty">No messages yet. What happens is told here.</p>
  return (
    <ul className="panel-list" aria-label="Messages">
      {list.map((one) => (
        <li key={one.id} className="panel-row">
          <time className="ui-muted" dateTime={new Date(one.at).toISOString()}>
            {new Date(one.at).toLocaleTimeString()}
          </time>
          <span className="panel-row__main">
            {one.text}
            {one.times > 1 && ` (${one.times} times)`}
          </span>
          <a href={`#/${one.page}`}>{one.page || 'start'}</a>
          {one.action && (
            <Button size="small" onPress={one.action.run}>
              {one.action.label}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
