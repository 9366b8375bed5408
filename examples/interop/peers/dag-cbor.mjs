import * as codec from '@ipld/dag-cbor'
import { serveDocuments } from './documents.mjs'

await serveDocuments('@ipld/dag-cbor', codec)
