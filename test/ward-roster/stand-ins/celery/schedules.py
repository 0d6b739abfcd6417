def crontab(**when):
    return when
