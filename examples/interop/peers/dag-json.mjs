import * as codec from '@ipld/dag-json'
import { serveDocuments } from './documents.mjs'

// This codec sorts keys by UTF-16 units, the specification by UTF-8 bytes: no keys on which the two differ.
await serveDocuments('@ipld/dag-json', codec, key => key.replace('\uff5e', '~'))
