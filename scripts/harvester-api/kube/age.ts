/** How long ago, in Kubernetes' short form: `5s`, `3m20s`, `4h`, `2d3h`, `1y20d`. */
export function ageOf(timestamp: string, now: string): string {
  const seconds = Math.floor((Date.parse(now) - Date.parse(timestamp)) / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const years = Math.floor(days / 365);
  const pair = (large: number, unit: string, small: number, smallUnit: string) => `${ large }${ unit }${ small ? `${ small }${ smallUnit }` : '' }`;

  if (Number.isNaN(seconds)) {
    return '<unknown>';
  }
  if (seconds < -1) {
    return '<invalid>';
  }
  if (seconds < 120) {
    return `${ Math.max(seconds, 0) }s`;
  }
  if (minutes < 10) {
    return pair(minutes, 'm', seconds % 60, 's');
  }
  if (minutes < 180) {
    return `${ minutes }m`;
  }
  if (hours < 8) {
    return pair(hours, 'h', minutes % 60, 'm');
  }
  if (hours < 48) {
    return `${ hours }h`;
  }
  if (days < 8) {
    return pair(days, 'd', hours % 24, 'h');
  }
  if (days < 730) {
    return `${ days }d`;
  }

  return years < 8 ? pair(years, 'y', days % 365, 'd') : `${ years }y`;
}
