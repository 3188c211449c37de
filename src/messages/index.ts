export { type Catalog, defineCatalog } from './catalog.js';
export { defaultCatalog } from './default-catalog.js';
export { type CatalogExtension, extendCatalog } from './extend-catalog.js';
export type { RenderOptions } from './parse-notification.js';
export { renderNotification } from './render-notification.js';
export type { LocaleTexts } from './texts.js';
