namespace MlOps.Silicon.Sampling;

/// <summary>Somebody who wants to know what the machine does.</summary>
internal interface ISampleReader
{
    /// <summary>How long after a sample the next one is wanted.</summary>
    /// <param name="age">How long the reader has been reading.</param>
    TimeSpan IntervalAt(TimeSpan age);

    /// <summary>Takes a sample. Called with one sample at a time; must not wait.</summary>
    /// <param name="now">When it was taken.</param>
    /// <param name="sampler">What holds it.</param>
    void Read(in Moment now, SiliconSampler sampler);

    /// <summary>That was the last one.</summary>
    void End()
    {
    }
}
