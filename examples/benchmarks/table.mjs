// The rows of the speed table, each with what it must reach, and the medians they are made of.

export const median = values => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const minimum = values => Math.min(...values)

/** The line through two medians: what a start costs, and what each byte after it. */
export const line = (small, smallCpu, large, largeCpu) => {
  const slope = (largeCpu - smallCpu) / (large - small)
  return { secondsToStart: smallCpu - slope * small, mbPerCpuSecond: 1 / slope / 1e6 }
}

export class Table {
  rows = []

  /** reach: '>=' or '<=' and a number; undefined where a row is only told. */
  row (what, value, unit, reach, detail = '') {
    const [sign, bound] = reach ?? []
    const met = reach === undefined ? undefined : sign === '>=' ? value >= bound : value <= bound
    this.rows.push({ what, value, unit, reach: reach && `${sign} ${bound}`, met, detail })
  }

  /** A row that could not be measured is a missed one. */
  failed (what, reason) {
    this.rows.push({ what, value: null, unit: '', reach: 'measured', met: false, detail: String(reason) })
  }

  get missed () {
    return this.rows.filter(row => row.met === false)
  }

  toString () {
    const cells = this.rows.map(row => [
      row.what,
      row.value === null ? 'not measured' : `${digits(row.value)} ${row.unit}`.trim(),
      row.reach ?? '',
      row.met === undefined ? 'reported' : row.met ? 'met' : 'MISSED',
      row.detail
    ])
    const head = ['what', 'measured', 'reach', '', 'detail']
    const text = [head, head.map(() => '---'), ...cells].map(row => `| ${row.join(' | ')} |`)
    return text.join('\n')
  }
}

const digits = value => Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3)
