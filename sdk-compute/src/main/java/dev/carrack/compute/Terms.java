package dev.carrack.compute;

import dev.carrack.compute.near.Link;

/**
 * What one placement takes, term by term. Times are rounded up to milliseconds and are for one
 * attempt; the totals count the expected attempts ({@code 1 / reliability}) and the money also the
 * copies.
 *
 * @param moved bytes that leave a site
 * @param link the way of the input, empty rates if it does not move
 * @param prepareMs running the preparation beside the data
 * @param transferMs bringing the input
 * @param waitMs waiting to be granted and to start
 * @param runMs running
 * @param deliverMs bringing the output where it must end
 * @param totalMs all of them, by the expected number of attempts
 * @param prepare the price of preparing
 * @param egress the price of bytes leaving
 * @param ingress the price of bytes arriving
 * @param run the price of running, in billed steps
 * @param deliver the price of bringing the output where it must end
 * @param total all of them, by copies and the expected number of attempts
 */
public record Terms(
    Bytes moved,
    Link link,
    long prepareMs,
    long transferMs,
    long waitMs,
    long runMs,
    long deliverMs,
    long totalMs,
    Money prepare,
    Money egress,
    Money ingress,
    Money run,
    Money deliver,
    Money total) {}
