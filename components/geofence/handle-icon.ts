import L from 'leaflet';
import classes from './zone-canvas.module.css';

/** A round handle in the zone's colour; `kind` draws its sign. */
export function handleIcon(kind: string | undefined): L.DivIcon {
  return L.divIcon({ className: `${classes.handle} ${kind ?? ''}`, iconSize: [28, 28] });
}
