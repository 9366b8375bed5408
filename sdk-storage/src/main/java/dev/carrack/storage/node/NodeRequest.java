package dev.carrack.storage.node;

import java.io.InputStream;

/**
 * A request as an {@link Extension} sees it.
 *
 * @param method the HTTP method, upper case
 * @param path the decoded path, beginning with a slash, without the query
 * @param query the raw query string, empty if there is none
 * @param body the body, read once; its length is not bounded here: read it with a limit
 */
public record NodeRequest(String method, String path, String query, InputStream body) {}
