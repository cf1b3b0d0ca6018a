package dev.undercut.compute.replay;

/**
 * A figure of recorded samples.
 *
 * @param dataset the data set
 * @param model the model, the method, or the set of models
 * @param metric which figure
 * @param k of how many samples
 * @param value a share from 0 to 1, or what the metric's name says
 * @param questions over how many it was taken
 */
public record Metric(
        String dataset, String model, String metric, int k, double value, int questions) {}
